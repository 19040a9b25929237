using ReasoningGrains.Dialogues;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Training.Examples;

/// <summary>Dialogues of the training split as tokens: short and long ones at any time, and the longest grow as the training goes on.</summary>
public sealed class DialogueSource : IExampleSource
{
    private const double FirstLength = 0.34;
    private const double FullLengthAt = 0.7;

    // No single turn is longer.
    private const int Least = 256;

    // Multiples of it, their whole part left out, are spread evenly however many of them there are.
    private const double GoldenRatio = 0.6180339887498949;

    // Turns are cut off at the end, so a little too much is drawn; characters a token, measured.
    private const double CharactersDrawn = 3.4;

    // A client that keeps no reasoning sends earlier answers without it: the model has to live with that too.
    private const int EveryBare = 12;

    private readonly DialogueGenerator generator;
    private readonly DialogueEncoder encoder;
    private readonly int longest;

    /// <param name="tokenizer">The built-in model's.</param>
    /// <param name="seed">Of the dialogues.</param>
    /// <param name="longest">Most tokens of an example, at least 256.</param>
    public DialogueSource(ITokenizer tokenizer, int seed, int longest = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, Least);
        generator = new DialogueGenerator(seed);
        encoder = new DialogueEncoder(tokenizer);
        this.longest = longest;
    }

    /// <inheritdoc/>
    public TrainingExample Draw(long index, double progress)
    {
        var limit = longest * Math.Min(1, FirstLength + (1 - FirstLength) * progress / FullLengthAt);
        // Looking up is learnt among few facts and practised among many.
        var most = Least + (int)(Math.Max(0, limit - Least) * (index * GoldenRatio % 1));
        var dialogue = generator.Draw(index, Split.Training, progress, (int)(most * CharactersDrawn));
        var bare = index % EveryBare == EveryBare - 1 ? dialogue.Turns.Count / 3 : 0;
        return encoder.Encode(dialogue, most, bare);
    }
}
