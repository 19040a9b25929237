using System.CommandLine;
using System.Diagnostics;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Tokenizers;
using Spectre.Console;

namespace ReasoningGrains.Training.Commands;

/// <summary><c>reasoning-train tokenizer</c>.</summary>
internal static class TokenizerCommand
{
    private const int Measured = 500;

    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Folder of the model.", DefaultValueFactory = _ => "models/built-in" };
        var seed = new Option<int>("--seed") { Description = "Of the dialogues that it learns from.", DefaultValueFactory = _ => 1 };
        var command = new Command("tokenizer", "Trains the tokenizer of the built-in model and writes tokenizer.json and tokenizer_config.json.") { folder, seed };
        command.SetAction(parsed => Failures.Told(() =>
        {
            BuiltInTokenizer.Train(parsed.GetValue(folder)!, parsed.GetValue(seed));
            var tokenizer = BuiltInTokenizer.Open(parsed.GetValue(folder)!);
            AnsiConsole.MarkupLineInterpolated($"{tokenizer.VocabularySize} tokens in {parsed.GetValue(folder)!}");
            Measure(new DialogueSource(tokenizer, parsed.GetValue(seed)));
            return 0;
        }));
        return command;
    }

    private static void Measure(DialogueSource source)
    {
        var watch = Stopwatch.StartNew();
        var examples = Enumerable.Range(0, Measured).Select(index => source.Draw(index, progress: 1)).ToArray();
        var tokens = examples.Sum(example => example.Tokens.Length);
        var learned = examples.Sum(example => example.Learned.Count(counts => counts));
        AnsiConsole.MarkupLineInterpolated($"{tokens / Measured} tokens a dialogue, {100.0 * learned / tokens:f0} % of them learned, {tokens / watch.Elapsed.TotalSeconds:f0} tokens/s drawn");
    }
}
