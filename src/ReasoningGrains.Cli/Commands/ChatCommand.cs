using System.CommandLine;
using ReasoningGrains.Cli.Serving;
using ReasoningGrains.Cli.Talking;
using Spectre.Console;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning chat</c>: talks to a server, one started for it unless told which.</summary>
internal static class ChatCommand
{
    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "A server that runs already." };
        var model = new Option<string?>("--model") { Description = "A GGUF file or a folder: starts a server for this chat." };
        var data = new Option<string>("--data") { Description = "Folder of the conversations of that server.", DefaultValueFactory = _ => "data" };
        var conversation = new Option<string?>("--conversation") { Description = "Goes on with this conversation." };
        var tokens = new Option<int?>("--max-tokens") { Description = "Most tokens of an answer." };
        var temperature = new Option<float?>("--temperature") { Description = "0 is greedy." };
        var command = new Command("chat", "Talks to a model. Ctrl-C stops the answer, a second one at the prompt ends the chat; the conversation stays.") { url, model, data, conversation, tokens, temperature };
        command.Validators.Add(result =>
        {
            if (result.GetValue(url) is null == result.GetValue(model) is null)
            {
                result.AddError("Give either --url of a running server, or --model to start one.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var server = parsed.GetValue(model) is { } path ? await ServerProcess.Start(path, parsed.GetValue(data)!, cancellation) : null;
            using var client = new ConversationClient(server?.Url ?? new Uri(parsed.GetValue(url)!), parsed.GetValue(tokens), parsed.GetValue(temperature));
            var chat = new Chat(client, AnsiConsole.Console);
            return await chat.Run(parsed.GetValue(conversation), cancellation);
        });
        return command;
    }
}
