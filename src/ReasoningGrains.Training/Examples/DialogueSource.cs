using ReasoningGrains.Dialogues;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Training.Examples;

/// <summary>Dialogues of the training split as tokens: short and long ones at any time, and the longest grow as the training goes on.</summary>
public sealed class DialogueSource : IExampleSource
{
    private const double FirstLength = 0.34;
    private const double FullLengthAt = 0.5;

    // Long ones cost most, so they come when looking up is learnt: what is left to learn is to tell what is asked for from much that resembles it.
    private const double LongerFrom = 0.75;
    private const double LongestFrom = 0.9;

    private const int Shortest = 128;

    /// <summary>No single turn is longer.</summary>
    internal const int Least = 256;

    // Multiples of it, their whole part left out, are spread evenly however many of them there are.
    private const double GoldenRatio = 0.6180339887498949;

    // A dialogue ends with the thread that reaches its length: a question is never cut off from what it asks for unless the thread is longer than this.
    private const int LongThread = 160;

    // Of a message's template.
    private const int Marks = 2;

    // A client that keeps no reasoning sends earlier answers without it: the model has to live with that too.
    private const int EveryBare = 12;

    private readonly ITokenizer tokenizer;
    private readonly DialogueGenerator generator;
    private readonly DialogueEncoder encoder;
    private readonly int longest;
    private readonly int longestAtEnd;

    /// <param name="tokenizer">The built-in model's.</param>
    /// <param name="seed">Of the dialogues.</param>
    /// <param name="longest">Most tokens of an example, at least 256.</param>
    /// <param name="longestAtEnd">Most tokens in the last part of the training; null for no more.</param>
    public DialogueSource(ITokenizer tokenizer, int seed, int longest = 1024, int? longestAtEnd = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, Least);
        this.tokenizer = tokenizer;
        generator = new DialogueGenerator(seed);
        encoder = new DialogueEncoder(tokenizer);
        this.longest = longest;
        this.longestAtEnd = longestAtEnd ?? longest;
    }

    /// <inheritdoc/>
    public TrainingExample Draw(long index, double progress)
    {
        var most = longest + (int)((longestAtEnd - longest) * Math.Clamp((progress - LongerFrom) / (LongestFrom - LongerFrom), 0, 1));
        var limit = (most - LongThread) * Math.Min(1, FirstLength + (1 - FirstLength) * progress / FullLengthAt);
        // Looking up is learnt among few facts and practised among many: most dialogues are long then.
        var share = index * GoldenRatio % 1;
        var least = Shortest + (int)(Math.Max(0, limit - Shortest) * (progress < FullLengthAt ? share : Math.Sqrt(share)));
        var dialogue = generator.Draw(index, Split.Training, progress, least, text => tokenizer.Encode(text, parseSpecial: false).Length + Marks);
        var bare = index % EveryBare == EveryBare - 1 ? dialogue.Turns.Count / 3 : 0;
        var example = encoder.Encode(dialogue, most, bare);
        // Of a dialogue that begins with long turns no more than those may fit.
        return example.Learned.Contains(true) ? example : encoder.Encode(dialogue, most);
    }
}
