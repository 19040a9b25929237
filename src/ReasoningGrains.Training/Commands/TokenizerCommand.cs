using System.CommandLine;
using ReasoningGrains.Training.Tokenizers;
using Spectre.Console;

namespace ReasoningGrains.Training.Commands;

/// <summary><c>reasoning-train tokenizer</c>.</summary>
internal static class TokenizerCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Folder of the model.", DefaultValueFactory = _ => "models/built-in" };
        var seed = new Option<int>("--seed") { Description = "Of the dialogues that it learns from.", DefaultValueFactory = _ => 1 };
        var command = new Command("tokenizer", "Trains the tokenizer of the built-in model and writes tokenizer.json and tokenizer_config.json.") { folder, seed };
        command.SetAction(parsed =>
        {
            BuiltInTokenizer.Train(parsed.GetValue(folder)!, parsed.GetValue(seed));
            AnsiConsole.MarkupLineInterpolated($"{BuiltInTokenizer.Open(parsed.GetValue(folder)!).VocabularySize} tokens in {parsed.GetValue(folder)!}");
        });
        return command;
    }
}
