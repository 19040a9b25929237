using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>What people say between.</summary>
internal sealed class SmallTalkTask : IDialogueTask
{
    private static readonly string[] Openers = ["", "ok, ", "well, ", "oh, ", "hey, ", "so, "];

    private static readonly (Wording Said, string Answer, bool IsQuestion)[] All =
    [
        (new(Openers, "hello", "hi", "hey", "hello there", "hi there", "good morning", "good evening", "good afternoon", "greetings", "hey there", "good day", "yo"), "Hello! What can I do for you?", false),
        (new(Openers, "how are you", "how are you doing", "how do you do", "how is it going", "how's it going", "are you well", "how are things", "what's up", "how do you feel"), "I am fine, thank you. What can I do for you?", true),
        (new(Openers, "thanks", "thank you", "thanks a lot", "thank you very much", "many thanks", "thx", "cheers", "great, thanks", "thank you so much"), "You are welcome.", false),
        (new(Openers, "bye", "goodbye", "see you", "good night", "see you later", "bye bye", "talk to you later", "I have to go", "that's all for today", "see you tomorrow"), "Goodbye!", false),
        (new(Openers, "that is right", "correct", "well done", "good job", "great", "nice", "very good", "perfect", "wonderful", "you are good at this", "exactly", "that's correct", "cool", "good"), "Thank you.", false),
        (new(Openers, "ok", "okay", "fine", "alright", "I see", "yes", "sure", "right", "got it", "understood", "good to know"), "Good. What else?", false),
        (new(Openers, "that is wrong", "you are wrong", "that's not right", "wrong", "this is not correct", "no, that is wrong", "that is a mistake"), "I am sorry. Please tell me what is right.", false),
        (new(Openers, "it is raining today", "the weather is nice", "it is so hot today", "it is cold today", "what a nice day", "the sun is shining", "it is snowing", "the wind is strong today"), "I cannot see the weather from here, but thank you for telling me.", false),
        (new(Openers, "I am tired", "I am hungry", "I am bored", "I feel sad", "I have a headache", "I am sick", "I had a bad day", "I slept badly"), "I am sorry to hear that.", false),
        (new(Openers, "I am happy", "I feel great", "I had a good day", "life is good", "I am in a good mood", "I had a lovely weekend"), "I am glad to hear that.", false),
        (new(Openers, "wait a moment", "one moment please", "just a second", "hold on", "give me a minute", "let me think", "wait"), "I will wait.", false),
        (new(Openers, "can I tell you something", "may I ask you something", "I have a question", "listen", "can you help me", "I need your help", "can I ask you something"), "Of course. Go on.", true),
        (new(Openers, "sorry", "I am sorry", "excuse me", "my mistake", "I apologize", "pardon"), "No problem.", false),
        (new(Openers, "I like you", "you are nice", "you are great", "you are clever", "you are funny", "I love you"), "That is kind of you.", false),
    ];

    public string Name => "small-talk";

    public double Weight(double progress) => 0.6;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        for (var left = draw.Between(1, 3); left > 0; left--)
        {
            var (said, answer, isQuestion) = draw.Pick(All);
            yield return Beat.AskAlone(Name, draw.Say(said), null, answer) with { IsQuestion = isQuestion };
        }
    }
}
