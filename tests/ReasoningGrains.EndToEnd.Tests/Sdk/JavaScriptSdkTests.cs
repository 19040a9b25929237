using System.Diagnostics;

namespace ReasoningGrains.EndToEnd.Tests.Sdk;

/// <summary>The official JavaScript SDK against the real server, a process a case.</summary>
public sealed class JavaScriptSdkTests(ServerProcess server) : IClassFixture<ServerProcess>
{
    private const string Package = "openai@7.5";
    private static readonly Lock Gate = new();

    [Theory]
    [InlineData("chat")]
    [InlineData("streamed chat")]
    [InlineData("response")]
    [InlineData("streamed response")]
    [InlineData("conversation")]
    [InlineData("fork by an older response")]
    [InlineData("idempotent retry")]
    [InlineData("not stored")]
    [InlineData("cancel")]
    [InlineData("errors")]
    public void Case(string name)
    {
        Install();
        var (code, output) = Run("node", AppContext.BaseDirectory, "openai.mjs", server.Url.ToString(), name);
        Assert.True(code == 0, output);
    }

    /// <summary>Installs the SDK beside the script, once.</summary>
    private static void Install()
    {
        lock (Gate)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Sdk", "openai.mjs"), Path.Combine(AppContext.BaseDirectory, "openai.mjs"), overwrite: true);
            if (Directory.Exists(Path.Combine(AppContext.BaseDirectory, "node_modules", "openai")))
            {
                return;
            }

            var (code, output) = Run("npm", AppContext.BaseDirectory, "install", "--no-save", "--ignore-scripts", "--prefix", ".", Package);
            Assert.SkipUnless(code == 0, $"npm could not install {Package}: {output}");
        }
    }

    private static (int Code, string Output) Run(string file, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
