using ReasoningGrains.Dialogues.Words;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>What is told of things. Subjects have their article.</summary>
internal static class ThingFacts
{
    public static Property Code { get; } = new(
        "the code of {s} is {v}", Codes.Code,
        Telling("the code of {s} is {v}", "the code for {s} is {v}", "{s} opens with {v}", "{s} has the code {v}", "use {v} as the code for {s}", "the pin of {s} is {v}", "{v} is the code for {s}"),
        Asking("what is the code of {s}", "what's the code for {s}", "which code does {s} have", "how do I open {s}", "what code opens {s}", "give me the code for {s}.", "do you remember the code of {s}"));

    public static Property Password { get; } = new(
        "the password of {s} is {v}", Codes.Password,
        Telling("the password of {s} is {v}", "the password for {s} is {v}", "{s} has the password {v}", "use {v} as the password for {s}"),
        Asking("what is the password of {s}", "what's the password for {s}", "which password does {s} have", "give me the password for {s}.", "do you remember the password of {s}"));

    public static Property Price { get; } = new(
        "the price of {s} is {v}", d => Codes.Number(d, 2, 999),
        Telling("{s} costs {v}", "the price of {s} is {v}", "{s} costs {v} euros", "I paid {v} for {s}", "they want {v} for {s}", "{s} is {v} euros"),
        Asking("what does {s} cost", "how much is {s}", "how much does {s} cost", "what is the price of {s}", "what's the price of {s}"));

    public static Property Place { get; } = new(
        "{s} is in {v}", Places.Room,
        Telling("{s} is in {v}", "I left {s} in {v}", "I put {s} in {v}", "you will find {s} in {v}", "{s} lies in {v}", "{s} stands in {v}"),
        Asking("where is {s}", "where's {s}", "where can I find {s}", "where did I put {s}", "do you know where {s} is"));
}
