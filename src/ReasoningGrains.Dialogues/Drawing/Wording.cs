namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>
/// The ways of saying one thing: an opener before a body. Each pair belongs to one split; openers and bodies of the evaluation are met in training too, in other pairs.
/// A body alone, without an opener, is what people say most: where there are openers, training has it.
/// </summary>
internal sealed class Wording
{
    private const double PlainShare = 0.6;
    private static readonly string[] Tellings = ["", "by the way, ", "fyi, ", "note that ", "remember that ", "ok, ", "also, ", "so, ", "please remember: ", "just so you know, ", "and "];
    private static readonly string[] Biddings = ["", "please ", "ok, ", "now, ", "also, ", "so, ", "hey, ", "and ", "then "];
    private static readonly string[] Askings = ["", "so, ", "tell me, ", "ok, ", "please tell me: ", "hey, ", "quick question: ", "and ", "now, ", "can you tell me: "];
    private readonly string[] openers;
    private readonly string[] bodies;
    private readonly HashSet<(string Opener, string Body)> heldOut;

    /// <param name="openers">The first is by far the most frequent.</param>
    /// <param name="bodies">With slots such as <c>{s}</c>; one that ends with a full stop is a request, not a question.</param>
    public Wording(string[] openers, params string[] bodies)
    {
        (this.openers, this.bodies) = (openers, bodies);
        (string Opener, string Body)[] mayBe = [.. Pairs.Where(pair => openers.Length == 1 || pair.Opener != openers[0])];
        heldOut = [.. mayBe.Where(pair => Partition.Has(Split.Evaluation, Key(pair)))];
        if (heldOut.Count == 0)
        {
            heldOut.Add(mayBe.MinBy(pair => Partition.Hash(Key(pair))));
        }
    }

    /// <summary>The first body, to stand inside another sentence.</summary>
    public string Plain => bodies[0];

    private IEnumerable<(string Opener, string Body)> Pairs => openers.SelectMany(_ => bodies, (opener, body) => (opener, body));

    /// <summary>For statements.</summary>
    public static Wording Telling(params string[] bodies) => new(Tellings, bodies);

    /// <summary>For what the user wants done.</summary>
    public static Wording Bidding(params string[] bodies) => new(Biddings, bodies);

    /// <summary>For questions.</summary>
    public static Wording Asking(params string[] bodies) => new(Askings, bodies);

    /// <summary>All pairs of a split.</summary>
    public IEnumerable<string> All(Split split) => Pairs.Where(pair => heldOut.Contains(pair) == (split == Split.Evaluation)).Select(pair => pair.Opener + pair.Body);

    /// <summary>One of the split's pairs; all bodies that the split has are as frequent.</summary>
    public string Draw(Random random, Split split)
    {
        string body;
        string[] allowed;
        do
        {
            body = bodies[random.Next(bodies.Length)];
            allowed = [.. openers.Where(opener => heldOut.Contains((opener, body)) == (split == Split.Evaluation))];
        }
        while (allowed.Length == 0);

        return (random.NextDouble() < PlainShare ? allowed[0] : allowed[random.Next(allowed.Length)]) + body;
    }

    private static string Key((string Opener, string Body) pair) => $"{pair.Opener}|{pair.Body}";
}
