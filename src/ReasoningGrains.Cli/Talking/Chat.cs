using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace ReasoningGrains.Cli.Talking;

/// <summary>The dialogue at the terminal: thinking dimmed, tokens a second after each answer.</summary>
internal sealed class Chat(ConversationClient client, IAnsiConsole console, Interrupts interrupts)
{
    public async Task<int> Run(string? resumed)
    {
        var conversation = resumed ?? await client.Create(interrupts.Ending);
        console.MarkupLineInterpolated($"[dim]Conversation {conversation}. Go on with it later by --conversation {conversation}. /explain shows what the last answer attended; an empty line ends the chat.[/]");
        if (resumed is not null)
        {
            foreach (var (role, text) in await client.Items(conversation, interrupts.Ending))
            {
                console.MarkupLineInterpolated($"[dim]{role}:[/] {text}");
            }
        }

        while (await Read() is { Length: > 0 } line)
        {
            await (line.Trim() == "/explain" ? Explain(conversation) : Answer(conversation, line));
        }

        return 0;
    }

    private async Task<string?> Read()
    {
        console.Markup("[green]> [/]");
        try
        {
            return await Task.Run(Console.ReadLine).WaitAsync(interrupts.Ending);
        }
        catch (OperationCanceledException)
        {
            console.WriteLine();
            return null;
        }
    }

    /// <summary>The blocks that weighed most, with their share now and before the turn.</summary>
    private async Task Explain(string conversation)
    {
        try
        {
            var blocks = await client.Explain(conversation, interrupts.Ending);
            if (blocks.Count == 0)
            {
                console.MarkupLine("[dim]The conversation is so short that all of it was attended.[/]");
            }

            foreach (var (weight, before, text) in blocks)
            {
                console.MarkupLineInterpolated($"[green]{weight,6:p1}[/] [dim](before {before:p1})[/] {string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
            }
        }
        catch (InvalidOperationException e)
        {
            console.MarkupLineInterpolated($"[red]{e.Message}[/]");
        }
    }

    private async Task Answer(string conversation, string line)
    {
        var response = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = Stopwatch.GetTimestamp();
        await using var stopping = interrupts.BeginAnswer().Register(() => _ = Stop(response.Task));
        try
        {
            await foreach (var next in client.Ask(conversation, line, interrupts.Ending))
            {
                if (next["response"]?["id"]?.GetValue<string>() is { } id)
                {
                    response.TrySetResult(id);
                }

                Show(next, start);
            }
        }
        catch (InvalidOperationException e)
        {
            // Refused, and nothing is lost: the next question may be another.
            console.MarkupLineInterpolated($"[red]{e.Message}[/]");
        }
        finally
        {
            interrupts.EndAnswer();
        }
    }

    /// <summary>Ctrl-C may come before the server has named the answer.</summary>
    private async Task Stop(Task<string> response)
    {
        try
        {
            await client.Cancel(await response);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException)
        {
            console.MarkupLineInterpolated($"[red]The answer could not be stopped: {e.Message}[/]");
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
        var stopped = response["status"]!.GetValue<string>() == "cancelled" ? "Stopped. " : "";
        console.MarkupLineInterpolated($"[dim]{stopped}{tokens} tokens, {tokens / elapsed.TotalSeconds:f0} a second[/]");
    }
}
