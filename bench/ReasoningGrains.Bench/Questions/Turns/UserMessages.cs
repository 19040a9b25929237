using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Bench.Questions.Turns;

/// <summary>What a user says: sentences of chance, the same in every run.</summary>
/// <param name="tokenizer">Counts.</param>
/// <param name="tokens">Length of a message; the last sentence may end a little later.</param>
/// <param name="seed">Another says other sentences.</param>
internal sealed class UserMessages(ITokenizer tokenizer, int tokens, int seed)
{
    private static readonly string[] Who = ["The doctor", "My neighbour", "A young sailor", "The old teacher", "Our cook", "The map maker", "A tall engineer", "The night guard", "Her brother", "The gardener"];
    private static readonly string[] Did = ["found", "sold", "painted", "borrowed", "carried", "repaired", "lost", "counted", "returned", "hid"];
    private static readonly string[] What = ["a green lamp", "the paper kite", "two silver coins", "an old letter", "the wooden ladder", "a bag of rice", "the broken clock", "a long rope", "the blue boat", "seven apples"];
    private static readonly string[] Where = ["near the river", "behind the school", "in the market", "on the bridge", "under the stairs", "at the station", "by the harbour", "in the garden", "above the shop", "inside the tower"];
    private static readonly string[] When = ["before sunrise", "on Monday", "last winter", "after the storm", "at noon", "two days later", "in October", "during the festival", "late at night", "this morning"];
    private readonly Random random = new(seed);

    public string Next()
    {
        var text = "";
        do
        {
            text += $"{(text.Length > 0 ? " " : "")}{Any(Who)} {Any(Did)} {Any(What)} {Any(Where)} {Any(When)}.";
        }
        while (tokenizer.Encode(text, parseSpecial: false).Length < tokens);
        return text;
    }

    private string Any(string[] words) => words[random.Next(words.Length)];
}
