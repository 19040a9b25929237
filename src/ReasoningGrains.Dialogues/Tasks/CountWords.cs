using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>Words for having, gaining and losing. <c>{n}</c> is a number of things, <c>{m}</c> their plural, <c>{p}</c> who has them.</summary>
internal sealed record CountWords(Wording Having, Wording Gaining, Wording Losing, Wording HowMany)
{
    private static readonly string[] Openers = ["", "then ", "now ", "later ", "after that ", "next ", "so ", "ok, ", "oh, "];

    public static CountWords Of { get; } = new(
        Wording.Telling("{p} has {n}", "{p} owns {n}", "{p} starts with {n}", "{p} has {n} in a bag", "{p} keeps {n}"),
        new(Openers, "{p} got {n} more", "{p} found {n}", "{p} bought {n}", "{p} was given {n}", "{p} won {n}", "{p} picked up {n}", "{p} received {n}", "{p} took {n} more", "somebody gave {p} {n}", "{p} gets {n}", "{p} adds {n}"),
        new(Openers, "{p} lost {n}", "{p} gave away {n}", "{p} sold {n}", "{p} dropped {n}", "{p} threw away {n}", "{p} used up {n}", "somebody took {n} from {p}", "{p} lent out {n}", "{p} loses {n}", "{p} ate {n}", "{p} handed out {n}"),
        Wording.Asking("how many {m} does {p} have", "how many {m} does {p} have now", "how many {m} has {p} got", "how many {m} are left with {p}", "what is {p}'s number of {m}", "count the {m} of {p}.", "how many {m} has {p}"));

    public static CountWords OfUser { get; } = new(
        Wording.Telling("I have {n}", "I own {n}", "I start with {n}", "I've got {n}", "my bag holds {n}"),
        new(Openers, "I got {n} more", "I found {n}", "I bought {n}", "I was given {n}", "I won {n}", "I picked up {n}", "I took {n} more", "somebody gave me {n}", "I get {n}", "I add {n}"),
        new(Openers, "I lost {n}", "I gave away {n}", "I sold {n}", "I dropped {n}", "I threw away {n}", "I used up {n}", "somebody took {n} from me", "I ate {n}", "I lent out {n}"),
        Wording.Asking("how many {m} do I have", "how many {m} do I have now", "how many {m} have I got", "how many {m} are left with me", "what is my number of {m}", "count my {m}."));
}
