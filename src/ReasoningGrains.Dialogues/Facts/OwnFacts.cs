using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>What users tell of themselves.</summary>
internal static class OwnFacts
{
    public static IReadOnlyList<Property> All { get; } =
    [
        new("your name is {v}", Names.Person, Telling("my name is {v}", "I am {v}", "I'm {v}", "call me {v}", "you can call me {v}", "hi, I am {v}", "hello, my name is {v}"),
            Asking("what is my name", "what's my name", "who am I", "do you know my name", "do you remember my name", "what am I called")),
        new("you live in {v}", Places.City, Telling("I live in {v}", "my home is in {v}", "I have a flat in {v}", "I am at home in {v}", "I moved to {v}"),
            Asking("where do I live", "which city do I live in", "in which city do I live", "do you know where I live", "where is my home")),
        new("your age is {v}", d => Codes.Number(d, 8, 98), Telling("I am {v} years old", "I'm {v} years old", "my age is {v}", "I am {v}", "I turned {v} this year"),
            Asking("how old am I", "what is my age", "do you know how old I am", "do you remember my age")),
        new("your job is {v}", Tastes.Job, Telling("I work as a {v}", "my job is {v}", "I am a {v}", "I earn my money as a {v}"),
            Asking("what is my job", "what do I do for a living", "what do I work as", "do you remember my job")),
        new("your number is {v}", Codes.Code, Telling("my number is {v}", "you can call me at {v}", "my phone number is {v}", "{v} is my number"),
            Asking("what is my number", "what's my phone number", "do you remember my number", "give me my number.")),
        new("your birthday is in {v}", Tastes.Month, Telling("my birthday is in {v}", "I was born in {v}", "I have my birthday in {v}"),
            Asking("when is my birthday", "in which month was I born", "when was I born", "do you know when my birthday is")),
        new("your meeting is on {v}", Tastes.Day, Telling("my meeting is on {v}", "I have a meeting on {v}", "the meeting is on {v}", "my next meeting is on {v}"),
            Asking("when is my meeting", "on which day is my meeting", "what day is my meeting", "when do I have a meeting")),
        .. ((string[])["sister", "brother", "mother", "father", "boss", "friend", "teacher", "wife", "husband", "son", "daughter"]).Select(kind => Called(kind, Names.Person)),
        .. ((string[])["dog", "cat", "horse", "parrot", "rabbit"]).Select(kind => Called(kind, Names.Person)),
        Favourite("colour", Tastes.Colour), Favourite("drink", Tastes.Drink), Favourite("food", Tastes.Food), Favourite("animal", Tastes.Animal), Favourite("sport", Tastes.Sport),
    ];

    private static Property Called(string kind, Func<Draw, string> value) => new(
        $"the name of your {kind} is {{v}}", value,
        Telling($"my {kind} is called {{v}}", $"my {kind}'s name is {{v}}", $"the name of my {kind} is {{v}}", $"I have a {kind} called {{v}}", $"{{v}} is my {kind}"),
        Asking($"what is my {kind} called", $"what is the name of my {kind}", $"what's my {kind}'s name", $"who is my {kind}", $"do you remember my {kind}'s name"));

    private static Property Favourite(string kind, Func<Draw, string> value) => new(
        $"your favourite {kind} is {{v}}", value,
        Telling($"my favourite {kind} is {{v}}", $"I like {{v}} best of all {kind}s", $"{{v}} is my favourite {kind}", $"the {kind} I like best is {{v}}"),
        Asking($"what is my favourite {kind}", $"what's my favourite {kind}", $"which {kind} do I like best", $"do you know my favourite {kind}"));
}
