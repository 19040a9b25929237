using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>What a model of this size cannot know or do.</summary>
internal sealed class OutsideTask : IDialogueTask
{
    private static readonly string[] Topics =
    [
        "France", "Japan", "Peru", "Kenya", "Canada", "India", "physics", "history", "love", "the moon", "the stars", "cats", "dogs", "the sea", "gravity", "black holes", "democracy", "jazz", "football", "cooking",
        "Einstein", "Mozart", "Napoleon", "Shakespeare", "dinosaurs", "volcanoes", "the internet", "computers", "quantum physics", "evolution", "inflation", "the climate", "Rome", "China", "philosophy", "chess",
        "photosynthesis", "the war", "the president", "money", "taxes", "bitcoin", "robots", "space", "music", "poetry", "Linux", "databases",
    ];

    private static readonly Wording Requests = Wording.Asking(
        "what is the capital of {t}", "write a poem about {t}.", "write a story about {t}.", "explain {t} to me.", "what is {t}", "tell me about {t}.", "tell me a joke about {t}.", "what do you think about {t}", "who invented {t}",
        "write an essay about {t}.", "what is the history of {t}", "how does {t} work", "what is the meaning of {t}", "recommend a book about {t}.", "why is {t} important", "what happened in {t}", "who is the king of {t}",
        "give me a summary of {t}.", "what is the population of {t}", "when was {t} discovered", "describe {t}.", "sing a song about {t}.", "what is the best thing about {t}", "teach me {t}.", "what are the rules of {t}");

    private static readonly Wording Fixed = Wording.Asking(
        "tell me a joke.", "what time is it", "what day is it today", "what is the weather like", "will it rain tomorrow", "write some code in Python.", "write a function that sorts a list.", "translate this into German.", "how do I say hello in French",
        "what is the meaning of life", "who won the world cup", "who is the president", "what is the news", "can you browse the web", "draw a picture.", "play some music.", "how do I bake bread", "recommend a film.", "what should I eat tonight",
        "how tall is Mount Everest", "how far away is the moon", "what is the square root of 2", "solve this equation.", "what is pi", "how do I learn Spanish", "fix my code.", "write an email to my boss.", "what is the speed of light",
        "set a timer.", "open the browser.", "book a flight.", "who wrote Hamlet", "why is the sky blue", "can you see me", "do you dream", "how do airplanes fly", "when did the war end", "summarize this article.", "what is 2 to the power of 10");

    public string Name => "outside";

    public double Weight(double progress) => 0.5;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var said = draw.Between(0, 9) switch
        {
            < 5 => draw.Say(Requests, ("{t}", draw.Pick(Topics))),
            < 9 => draw.Say(Fixed),
            _ => Gibberish(draw),
        };
        yield return Beat.AskAlone(Name, said, null, Replies.Outside);
    }

    private static string Gibberish(Draw draw) => draw.Fresh(static d => string.Join(' ', Enumerable.Range(0, d.Between(1, 5)).Select(_ => Names.Word(d))));
}
