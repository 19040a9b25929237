using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace ReasoningGrains.Cli.Talking;

/// <summary>The dialogue at the terminal: thinking dimmed, tokens a second after each answer.</summary>
internal sealed class Chat(ConversationClient client, IAnsiConsole console)
{
    public async Task<int> Run(string? resumed, CancellationToken cancellation)
    {
        try
        {
            var conversation = resumed ?? await client.Create(cancellation);
            console.MarkupLineInterpolated($"[dim]Conversation {conversation}. Go on with it later by --conversation {conversation}. An empty line ends the chat.[/]");
            if (resumed is not null)
            {
                foreach (var (role, text) in await client.Items(conversation, cancellation))
                {
                    console.MarkupLineInterpolated($"[dim]{role}:[/] {text}");
                }
            }

            while (Read() is { Length: > 0 } line)
            {
                await Answer(conversation, line, cancellation);
            }

            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException)
        {
            console.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }

    private string? Read()
    {
        console.Markup("[green]> [/]");
        return Console.ReadLine();
    }

    private async Task Answer(string conversation, string line, CancellationToken cancellation)
    {
        string? response = null;
        var start = Stopwatch.GetTimestamp();
        void Stop(object? sender, ConsoleCancelEventArgs pressed)
        {
            if (response is not null)
            {
                // The answer, not the chat.
                pressed.Cancel = true;
                _ = client.Cancel(response);
            }
        }

        Console.CancelKeyPress += Stop;
        try
        {
            await foreach (var next in client.Ask(conversation, line, cancellation))
            {
                response ??= next["response"]?["id"]?.GetValue<string>();
                Show(next, start);
            }
        }
        finally
        {
            Console.CancelKeyPress -= Stop;
        }
    }

    private void Show(JsonObject next, long start)
    {
        switch (next["type"]!.GetValue<string>())
        {
            case "response.reasoning_summary_text.delta":
                console.Markup($"[dim]{Markup.Escape(next["delta"]!.GetValue<string>())}[/]");
                break;
            case "response.output_text.delta":
                console.Write(next["delta"]!.GetValue<string>());
                break;
            case "response.reasoning_summary_text.done":
                console.WriteLine();
                break;
            case "response.completed" or "response.incomplete" or "response.failed":
                Finish(next["response"]!, Stopwatch.GetElapsedTime(start));
                break;
        }
    }

    private void Finish(JsonNode response, TimeSpan elapsed)
    {
        console.WriteLine();
        if (response["error"] is { } error)
        {
            console.MarkupLineInterpolated($"[red]{error["message"]!.GetValue<string>()}[/]");
            return;
        }

        var tokens = response["usage"]!["output_tokens"]!.GetValue<int>();
        console.MarkupLineInterpolated($"[dim]{tokens} tokens, {tokens / elapsed.TotalSeconds:f0} a second[/]");
    }
}
