using ReasoningGrains.Dialogues.Drawing;
using static ReasoningGrains.Dialogues.Drawing.Wording;

namespace ReasoningGrains.Dialogues.Facts;

/// <summary>Who has a thing, and how that changes.</summary>
internal static class Possession
{
    /// <summary>What a thing has one of: somebody who has it, or a place.</summary>
    public const string Where = "where";

    private static readonly Wording Having = Telling("{p} has {t}", "{p} took {t}", "{p} is carrying {t}", "{p} picked up {t}", "{t} is with {p}", "{p} got {t}", "{p} holds {t}", "{p} found {t}");

    private static readonly Wording Giving = Telling(
        "{p} gave {t} to {q}", "{p} handed {t} to {q}", "{p} passed {t} to {q}", "{q} got {t} from {p}", "{q} took {t} from {p}", "{p} sold {t} to {q}", "{t} went from {p} to {q}", "{p} lent {t} to {q}");

    private static readonly Wording Losing = Telling("{p} lost {t}", "{t} got lost", "{p} has lost {t}", "{p} cannot find {t} any more", "{t} is lost");

    private static readonly Wording Dropping = Telling("{p} left {t} in {r}", "{p} dropped {t} in {r}", "{p} put {t} in {r}", "{p} forgot {t} in {r}", "{t} was left in {r} by {p}");

    private static readonly Wording Who = Asking("who has {t}", "who has {t} now", "who is carrying {t}", "whom is {t} with", "do you know who has {t}", "who holds {t} now", "who's got {t}");

    public static string With(string thing, string person) => $"{thing} is with {person}";

    public static Beat Has(Draw draw, string task, string person, string thing) => Beat.Tell(task, draw.Say(Having, ("{p}", person), ("{t}", thing)), With(thing, person));

    public static Beat Gives(Draw draw, string task, string from, string to, string thing) =>
        Beat.Tell(task, draw.Say(Giving, ("{p}", from), ("{q}", to), ("{t}", thing)), With(thing, to));

    public static Beat Loses(Draw draw, string task, string person, string thing) => Beat.Tell(task, draw.Say(Losing, ("{p}", person), ("{t}", thing)), $"{thing} is lost");

    public static Beat Drops(Draw draw, string task, string person, string thing, string room) =>
        Beat.Tell(task, draw.Say(Dropping, ("{p}", person), ("{t}", thing), ("{r}", room)), $"{thing} is in {room}");

    /// <summary>Asks who has what was never told of.</summary>
    public static Beat AskUntold(Draw draw, string task, string thing) => Beat.Ask(task, draw.Say(Who, ("{t}", thing)), $"{thing} is with? Never told.", Replies.Unknown);

    /// <summary>Asks who has it; <paramref name="state"/> is what is true: <c>the lamp is with Anna</c>.</summary>
    public static Beat Ask(Draw draw, string task, string thing, string state) => Beat.Ask(task, draw.Say(Who, ("{t}", thing)), $"{state}.", $"{draw.Style.Sentence(state)}.");
}
