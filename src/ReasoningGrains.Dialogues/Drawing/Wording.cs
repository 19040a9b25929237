namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>The ways of saying one thing: an opener before a body. Each pair belongs to one split; every opener and every body is met in training, in other pairs.</summary>
/// <param name="openers">The first is by far the most frequent.</param>
/// <param name="bodies">With slots such as <c>{s}</c>.</param>
internal sealed class Wording(string[] openers, params string[] bodies)
{
    private const double PlainShare = 0.6;
    private static readonly string[] Tellings = ["", "by the way, ", "fyi, ", "note that ", "remember that ", "ok, ", "also, ", "so, ", "please remember: ", "just so you know, ", "and "];
    private static readonly string[] Askings = ["", "so, ", "tell me, ", "ok, ", "please tell me: ", "hey, ", "quick question: ", "and ", "now, ", "can you tell me: "];

    /// <summary>For statements.</summary>
    public static Wording Telling(params string[] bodies) => new(Tellings, bodies);

    /// <summary>For questions.</summary>
    public static Wording Asking(params string[] bodies) => new(Askings, bodies);

    /// <summary>The first body, to stand inside another sentence.</summary>
    public string Plain => bodies[0];

    /// <summary>All pairs of a split.</summary>
    public IEnumerable<string> All(Split split) => openers.SelectMany(_ => bodies, (opener, body) => (opener, body)).Where(pair => Has(split, pair.opener, pair.body)).Select(pair => pair.opener + pair.body);

    /// <summary>One of the split's pairs.</summary>
    public string Draw(Random random, Split split)
    {
        while (true)
        {
            var opener = random.NextDouble() < PlainShare ? openers[0] : openers[random.Next(openers.Length)];
            var body = bodies[random.Next(bodies.Length)];
            if (Has(split, opener, body))
            {
                return opener + body;
            }
        }
    }

    private static bool Has(Split split, string opener, string body) => Partition.Has(split, $"{opener}|{body}");
}
