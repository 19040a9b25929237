using System.CommandLine;
using ReasoningGrains.Cli.Serving;
using ReasoningGrains.Cli.Talking;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Hub;
using Spectre.Console;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning chat</c>: talks to a server, one started for it unless told which.</summary>
internal static class ChatCommand
{
    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "A server that runs already." };
        var model = new Option<string?>("--model") { Description = "A GGUF file, a folder, or the name of a pulled model (in the environment: Model__Path); without it, the built-in model." };
        var data = new Option<string>("--data") { Description = "Folder of the conversations of that server.", DefaultValueFactory = _ => "data" };
        var conversation = new Option<string?>("--conversation") { Description = "Goes on with this conversation." };
        var tokens = new Option<int?>("--max-tokens") { Description = "Most tokens of an answer." };
        var temperature = new Option<float?>("--temperature") { Description = "0 is greedy; the model's own where it is left out." };
        var attention = new Option<string?>("--attention") { Description = "Which blocks of the past are attended: exact, balanced or low-latency." };
        attention.AcceptOnlyFromAmong([.. AttentionOptions.Profiles]);
        var models = StoreOption.Create();
        var command = new Command("chat", """
            Talks to a model. Ctrl-C stops the answer, and at the prompt ends the chat; the conversation stays.
            /explain at the prompt shows which parts of the past the last answer attended.

            Examples:
              reasoning chat
              reasoning chat --model model.gguf
              reasoning chat --model Qwen3-0.6B --temperature 0
              reasoning chat --model model.gguf --conversation conv_0123
              reasoning chat --model model.gguf --attention low-latency
              reasoning chat --url http://127.0.0.1:8080
            """) { url, model, data, conversation, tokens, temperature, attention, models };
        command.Validators.Add(result =>
        {
            if (result.GetValue(url) is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"))
            {
                result.AddError($"--url is '{address}'; it must be an address like http://127.0.0.1:8080.");
            }

            if (result.GetValue(url) is not null && result.GetValue(model) is not null)
            {
                result.AddError("Give either --url of a running server, or --model to start one.");
            }
        });
        command.SetAction((parsed, _) => Failures.Told(async () =>
        {
            using var interrupts = new Interrupts();
            await using var server = parsed.GetValue(url) is null ? await Start(new ModelStore(parsed.GetValue(models)!), parsed.GetValue(model) ?? Environment.GetEnvironmentVariable("Model__Path"), parsed.GetValue(data)!, interrupts) : null;
            using var client = new ConversationClient(server?.Url ?? new Uri(parsed.GetValue(url)!), parsed.GetValue(tokens), parsed.GetValue(temperature), parsed.GetValue(attention));
            return await new Chat(client, AnsiConsole.Console, interrupts).Run(parsed.GetValue(conversation));
        }));
        return command;
    }

    private static Task<ServerProcess> Start(ModelStore store, string? named, string data, Interrupts interrupts)
    {
        var path = store.Resolve(named);
        // A model that cannot be used is said in a line here, and in a log by the server.
        ModelLoader.Open(path).Dispose();
        if (path == store.BuiltIn.Path)
        {
            AnsiConsole.MarkupLineInterpolated($"[dim]{BuiltInModel.Description} Get a real one: reasoning models pull OWNER/NAME, then chat --model NAME.[/]");
        }

        AnsiConsole.MarkupLineInterpolated($"[dim]Loading {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}; a model that is new here is compiled first.[/]");
        return ServerProcess.Start(path, data, interrupts.Ending);
    }
}
