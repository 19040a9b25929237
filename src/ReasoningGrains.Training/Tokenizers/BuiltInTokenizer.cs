using ReasoningGrains.Dialogues;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.HuggingFace;

namespace ReasoningGrains.Training.Tokenizers;

/// <summary>The built-in model's tokenizer: a byte-level BPE that learnt from the dialogues.</summary>
public static class BuiltInTokenizer
{
    /// <summary>Tokens, special ones and bytes included.</summary>
    public const int Size = 1024;

    private const int Corpus = 3000;
    private const int DialogueCharacters = 2500;

    /// <summary>Trains on the training split and writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c>. The same seed gives the same files.</summary>
    /// <param name="folder">Of the model.</param>
    /// <param name="seed">Of the dialogues.</param>
    public static void Train(string folder, int seed)
    {
        var words = new WordCounts();
        var generator = new DialogueGenerator(seed);
        for (var index = 0; index < Corpus; index++)
        {
            foreach (var turn in generator.Draw(index, Split.Training, index / (double)Corpus, DialogueCharacters).Turns)
            {
                words.Add($" {turn.User}");
                words.Add(turn.Think is { } think ? $" {think}" : "");
                words.Add(turn.Think is null ? turn.Answer : $" {turn.Answer}");
            }
        }

        TokenizerFile.Write(folder, BytePairTrainer.Train(words.Counts, Size - ChatTokens.All.Count - 256));
    }

    /// <summary>Opens the tokenizer of a folder, be it without a model.</summary>
    public static ITokenizer Open(string folder) => HuggingFaceTokenizer.Open(folder);
}
