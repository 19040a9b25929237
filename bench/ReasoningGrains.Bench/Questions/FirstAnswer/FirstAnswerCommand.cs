using System.CommandLine;

namespace ReasoningGrains.Bench.Questions.FirstAnswer;

/// <summary>The options of <c>first-answer</c>.</summary>
internal static class FirstAnswerCommand
{
    private static readonly Option<string?> Model = new("--model") { Description = "A GGUF file, a folder, or the name of a pulled model; without it, the built-in model." };
    private static readonly Option<string> Ask = new("--ask") { Description = "What is asked.", DefaultValueFactory = _ => "Who are you?" };
    private static readonly Option<string> Server = new("--server") { Description = "The server's assembly.", DefaultValueFactory = _ => ServerAssembly.Built() ?? "" };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 5 };

    public static Command Create(string description, Option<string?> save) => new("first-answer", description) { Model, Ask, Server, Rounds, save };

    /// <param name="parsed">Of this command.</param>
    /// <param name="resolve">Finds a model by name.</param>
    public static Task<FirstAnswerReport> Run(ParseResult parsed, Func<string, string> resolve)
    {
        var server = parsed.GetValue(Server)!;
        return File.Exists(server)
            ? FirstAnswerTimes.Run(server, parsed.GetValue(Model) is { } model ? Path.GetFullPath(resolve(model)) : null, parsed.GetValue(Ask)!, Math.Max(1, parsed.GetValue(Rounds)))
            : throw new FileNotFoundException($"--server is '{server}', which is no file; build the solution first, or give ReasoningGrains.Server.dll.");
    }
}
