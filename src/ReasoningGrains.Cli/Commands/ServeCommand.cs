using System.CommandLine;
using ReasoningGrains.Cli.Serving;

namespace ReasoningGrains.Cli.Commands;

/// <summary><c>reasoning serve</c>: runs the server with the same arguments.</summary>
internal static class ServeCommand
{
    private static readonly string[] Sections = ["Model", "Models", "Storage", "Engine", "Attention", "Limits", "Server", "Logging", "Kestrel"];
    private static readonly string[] Values = ["urls", "http_ports", "https_ports", "profile", "environment", "contentRoot", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "A GGUF file, a folder, or the name of a pulled model; the same as --Model:Path. Without either, the built-in model." };
        var models = StoreOption.Create();
        var command = new Command("serve", """
            Runs the server. All other arguments are its settings (docs/api.md).

            Examples:
              reasoning serve
              reasoning serve --model Qwen3-0.6B
              reasoning serve --model model.gguf --Storage:Directory data --urls http://127.0.0.1:8080
              reasoning serve --profile cluster --Model:Path model.gguf --Storage:Redis 127.0.0.1:6379
            """) { model, models };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => Failures.Told(() =>
        {
            Check(parsed.UnmatchedTokens);
            // A folder that nobody named must not outrank the one in the server's own files.
            string[] store = parsed.GetResult(models) is { Implicit: false } ? ["--Models:Directory", parsed.GetValue(models)!] : [];
            // The server looks the name up, in its own store.
            string[] path = parsed.GetValue(model) is { } named ? ["--Model:Path", named] : [];
            return Companion.Run("ReasoningGrains.Server", [.. store, .. path, .. parsed.UnmatchedTokens]);
        }));
        return command;
    }

    /// <summary>The server would pass over what it does not know, and serve something else than was meant.</summary>
    private static void Check(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][2..].Split('=', 2)[0] : "";
            var known = name.Split(':') is [var section, _, ..] ? Sections.Contains(section, StringComparer.OrdinalIgnoreCase) : Values.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (!known)
            {
                throw new InvalidOperationException($"'{arguments[i]}' is no setting of the server; a model is named by --model, and the settings, such as --Storage:Directory, are listed in docs/api.md.");
            }

            if (!arguments[i].Contains('=', StringComparison.Ordinal) && ++i == arguments.Count)
            {
                throw new InvalidOperationException($"'{arguments[^1]}' has no value.");
            }
        }
    }
}
