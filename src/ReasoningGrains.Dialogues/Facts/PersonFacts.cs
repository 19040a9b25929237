using ReasoningGrains.Dialogues.Words;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>What is told of people.</summary>
internal static class PersonFacts
{
    public static Property Place { get; } = new(
        "{s} is in {v}", Places.Room,
        Telling("{s} is in {v}", "{s} went to {v}", "{s} is now in {v}", "you can find {s} in {v}", "{s} walked to {v}", "{s} moved to {v}", "{s} has gone to {v}", "I saw {s} in {v}", "{s} ran to {v}", "{s} is sitting in {v}"),
        Asking("where is {s}", "where is {s} now", "where's {s}", "where can I find {s}", "do you know where {s} is", "which place is {s} in", "in which place is {s}", "where did {s} go", "what is the location of {s}"));

    public static Property Age { get; } = new(
        "the age of {s} is {v}", d => Codes.Number(d, 2, 98),
        Telling("{s} is {v} years old", "{s} is {v}", "the age of {s} is {v}", "{s} turned {v} this year", "{s}'s age is {v}"),
        Asking("how old is {s}", "what is {s}'s age", "what age is {s}", "what is the age of {s}", "do you know how old {s} is"));

    public static Property City { get; } = new(
        "{s} lives in {v}", Places.City,
        Telling("{s} lives in {v}", "the home of {s} is {v}", "{s} has a flat in {v}", "{s} comes from {v} and lives there", "{s}'s home is in {v}"),
        Asking("where does {s} live", "which city does {s} live in", "in which city does {s} live", "what city is {s}'s home", "where is {s}'s home", "do you know where {s} lives"));

    private static readonly Property Job = new(
        "the job of {s} is {v}", Tastes.Job,
        Telling("{s} works as a {v}", "{s} is a {v}", "{s}'s job is {v}", "{s} has a job as a {v}", "{s} earns money as a {v}"),
        Asking("what does {s} do", "what is {s}'s job", "what does {s} work as", "what's the job of {s}", "what does {s} do for a living", "which job does {s} have"));

    private static readonly Property Number = new(
        "the number of {s} is {v}", Codes.Code,
        Telling("{s}'s number is {v}", "the number of {s} is {v}", "{s} has the number {v}", "you can call {s} at {v}", "{v} is the number of {s}"),
        Asking("what is {s}'s number", "what number does {s} have", "what's the number of {s}", "which number has {s}", "give me the number of {s}.", "do you know {s}'s number"));

    private static readonly Property Birthday = new(
        "the birthday of {s} is in {v}", Tastes.Month,
        Telling("{s}'s birthday is in {v}", "{s} was born in {v}", "the birthday of {s} is in {v}", "{s} has a birthday in {v}"),
        Asking("when is {s}'s birthday", "in which month was {s} born", "in what month is the birthday of {s}", "when was {s} born", "which month is {s}'s birthday in"));

    /// <summary>All that one person can be asked for; the place changes by moving and has a task of its own.</summary>
    public static IReadOnlyList<Property> All { get; } =
    [
        Age, City, Job, Number, Birthday,
        Favourite("colour", Tastes.Colour), Favourite("drink", Tastes.Drink), Favourite("food", Tastes.Food), Favourite("animal", Tastes.Animal), Favourite("sport", Tastes.Sport),
    ];

    private static Property Favourite(string kind, Func<Drawing.Draw, string> value) => new(
        $"the favourite {kind} of {{s}} is {{v}}", value,
        Telling($"{{s}}'s favourite {kind} is {{v}}", $"the favourite {kind} of {{s}} is {{v}}", $"{{s}} likes {{v}} best of all {kind}s", $"{{v}} is the favourite {kind} of {{s}}"),
        Asking($"what is {{s}}'s favourite {kind}", $"what's the favourite {kind} of {{s}}", $"which {kind} does {{s}} like best", $"what {kind} does {{s}} like", $"do you know {{s}}'s favourite {kind}"));
}
