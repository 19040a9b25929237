using System.CommandLine;
using ReasoningGrains.Cli.Talking;
using ReasoningGrains.Models.Hub;
using Spectre.Console;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning models pull</c>.</summary>
internal static class PullCommand
{
    public static Command Create()
    {
        var wanted = new Argument<string>("model") { Description = "OWNER/NAME, or OWNER/NAME/FILE for one file of it." };
        var models = StoreOption.Create();
        var command = new Command("pull", """
            Brings a model from a Hugging Face-compatible host. A pull that broke off is gone on with when it is run again.
            HF_ENDPOINT names the host (https://huggingface.co), HF_TOKEN the token for private and gated models.

            Examples:
              reasoning models pull Qwen/Qwen3-0.6B
              reasoning models pull Qwen/Qwen3-0.6B-GGUF/Qwen3-0.6B-Q8_0.gguf
              HF_TOKEN=hf_… reasoning models pull meta-llama/Llama-3.2-1B-Instruct
            """) { wanted, models };
        command.SetAction((parsed, _) => Failures.Told(() => Pull(parsed.GetValue(wanted)!, new ModelStore(parsed.GetValue(models)!))));
        return command;
    }

    private static async Task<int> Pull(string wanted, ModelStore store)
    {
        using var interrupts = new Interrupts();
        using var hub = new HubClient(HubOptions.FromEnvironment(Environment.GetEnvironmentVariable), TimeProvider.System);
        var model = await hub.Find(HubReference.Parse(wanted), interrupts.Ending);
        AnsiConsole.MarkupLineInterpolated($"{model.Repository}: {model.Files.Count} files, {Bytes.Text(model.Files.Sum(f => f.Size ?? 0))}. Licence: {model.License ?? "not stated by its author"}.");
        var pulled = await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(context => store.Pull(hub, model, new Bars(context, model), interrupts.Ending));
        foreach (var file in pulled)
        {
            AnsiConsole.MarkupLineInterpolated($"{file.Name}: {(file.WasThere ? "was there already, " : "")}{file.Checked switch { { Kind: ChecksumKind.Sha256 } => "SHA-256 checked", not null => "git SHA-1 checked", null => "size compared (the host names no hash)" }}");
        }

        var name = store.List().LastOrDefault(m => pulled.Any(f => f.Path == m.Path))?.Name ?? model.Repository;
        AnsiConsole.MarkupLineInterpolated($"In {store.Folder}. Talk to it: reasoning chat --model {name}");
        return 0;
    }

    /// <summary>A bar a file.</summary>
    private sealed class Bars(ProgressContext context, HubModel model) : IProgress<PullProgress>
    {
        private readonly Dictionary<string, ProgressTask> bars = model.Files.ToDictionary(f => f.Name, f => context.AddTask(Markup.Escape(f.Name), maxValue: Math.Max(1, f.Size ?? 1)));

        public void Report(PullProgress value)
        {
            var bar = bars[value.File];
            bar.MaxValue = Math.Max(1, value.Total ?? value.Received);
            bar.Value = value.Received;
        }
    }
}
