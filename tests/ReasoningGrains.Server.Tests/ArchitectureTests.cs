using System.Text.RegularExpressions;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Server.Tests;

/// <summary>References between projects point one way.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Abstractions"] = [],
        ["Attention"] = [],
        ["Models"] = ["Attention"],
        ["Inference"] = ["Models", "Attention"],
        ["Conversations"] = ["Inference", "Abstractions"],
        ["Application"] = ["Abstractions"],
        ["Server"] = ["Application", "Conversations"],
        ["Dialogues"] = [],
        ["Training"] = ["Dialogues", "Models"],
        // The server and the bench are started as processes, not called.
        ["Cli"] = ["Application", "Models", "Server", "Bench"],
    };

    [Fact]
    public void References_point_one_way()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Count, projects.Length);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project)["ReasoningGrains.".Length..];
            var references = Reference().Matches(File.ReadAllText(project)).Select(m => m.Groups[1].Value);
            Assert.Empty(references.Except(Allowed[name]));
        }
    }

    [GeneratedRegex(@"ProjectReference Include=""[^""]*ReasoningGrains\.(\w+)\.csproj")]
    private static partial Regex Reference();
}
