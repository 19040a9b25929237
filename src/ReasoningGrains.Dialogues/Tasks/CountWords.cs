using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Words for having, gaining and losing. <c>{n}</c> is a number of things, <c>{m}</c> their plural.</summary>
internal static class CountWords
{
    private static readonly string[] Openers = ["", "then ", "now ", "later ", "after that ", "next ", "so ", "ok, ", "oh, "];

    public static Wording Having { get; } = Wording.Telling("{p} has {n}", "{p} owns {n}", "{p} starts with {n}", "{p} has {n} in a bag", "{p} keeps {n}");

    public static Wording Gaining { get; } = new(
        Openers,
        "{p} got {n} more", "{p} found {n}", "{p} bought {n}", "{p} was given {n}", "{p} won {n}", "{p} picked up {n}", "{p} received {n}", "{p} took {n} more", "somebody gave {p} {n}", "{p} gets {n}", "{p} adds {n}");

    public static Wording Losing { get; } = new(
        Openers,
        "{p} lost {n}", "{p} gave away {n}", "{p} sold {n}", "{p} dropped {n}", "{p} threw away {n}", "{p} used up {n}", "somebody took {n} from {p}", "{p} lent out {n}", "{p} loses {n}", "{p} handed out {n}");

    public static Wording HowMany { get; } = Wording.Asking(
        "how many {m} does {p} have", "how many {m} does {p} have now", "how many {m} has {p} got", "how many {m} are left with {p}", "what is {p}'s number of {m}", "count the {m} of {p}", "how many {m} has {p}");
}
