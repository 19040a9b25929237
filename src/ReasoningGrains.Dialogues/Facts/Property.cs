using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>Something that can be told of a subject, kept, corrected and asked for.</summary>
/// <param name="Statement">How it is taken down: <c>{s}</c> is the subject, <c>{v}</c> the value, which comes last.</param>
/// <param name="Value">Draws a value.</param>
/// <param name="Telling">Ways to tell it.</param>
/// <param name="Asking">Ways to ask for it.</param>
internal sealed record Property(string Statement, Func<Draw, string> Value, Wording Telling, Wording Asking)
{
    private static readonly Wording Correcting = new(
        ["", "sorry, ", "wait, ", "oh, ", "hmm, "],
        "no, it was {v}", "it was {v}, not {o}", "I meant {v}", "no, I meant {v}", "not {o}, {v}", "correction: {v}", "no, {v}", "make that {v}", "I was wrong, it is {v}", "{v}, not {o}", "that was wrong, it's {v}");

    private static readonly Wording Changing = new(
        ["", "sorry, ", "ok, ", "hey, ", "oh, "],
        "actually {f}", "correction: {f}", "I was wrong: {f}", "no, {f}", "it has changed: {f}", "it turns out that {f}", "I made a mistake, {f}", "update: {f}");

    public string Fact(string subject, string value) => Statement.Replace("{s}", subject, StringComparison.Ordinal).Replace("{v}", value, StringComparison.Ordinal);

    /// <summary>The reasoning about something never told.</summary>
    public string Untold(string subject) => $"{Fact(subject, "").TrimEnd()}? Never told.";

    /// <summary>A value other than those given.</summary>
    public string Other(Draw draw, params IEnumerable<string> values)
    {
        while (true)
        {
            var value = Value(draw);
            if (!values.Contains(value))
            {
                return value;
            }
        }
    }

    public Beat Tell(Draw draw, string task, string subject, string value) => Beat.Tell(task, Say(draw, subject, value), Fact(subject, value));

    /// <summary>Words that tell it.</summary>
    public string Say(Draw draw, string subject, string value) => draw.Say(Telling, ("{s}", subject), ("{v}", value));

    /// <summary>Puts right what was told just before.</summary>
    public Beat Correct(Draw draw, string task, string subject, string old, string value) =>
        new(task, draw.Say(Correcting, ("{v}", value), ("{o}", old)), null, $"Corrected: {Fact(subject, value)}.") { Glued = true };

    /// <summary>Puts right what was told at any time before.</summary>
    public Beat Change(Draw draw, string task, string subject, string value) =>
        new(task, draw.Say(Changing, ("{f}", Telling.Plain), ("{s}", subject), ("{v}", value)), null, $"Corrected: {Fact(subject, value)}.");

    public Beat Ask(Draw draw, string task, string subject, string value) =>
        Beat.Ask(task, Question(draw, subject), $"{Fact(subject, value)}.", $"{draw.Style.Sentence(Fact(subject, value))}.");

    public Beat AskUntold(Draw draw, string task, string subject) => Beat.Ask(task, Question(draw, subject), Untold(subject), Replies.Unknown);

    private string Question(Draw draw, string subject) => draw.Say(Asking, ("{s}", subject));
}
