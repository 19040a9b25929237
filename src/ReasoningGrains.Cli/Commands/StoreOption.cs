using System.CommandLine;
using ReasoningGrains.Models.Hub;

namespace ReasoningGrains.Cli.Commands;

/// <summary>Where pulled models are: the option, else the server's setting <c>Models:Directory</c> in the environment, else the user's own folder.</summary>
internal static class StoreOption
{
    public static Option<string> Create() => new("--models")
    {
        Description = "Folder of pulled models (in the environment: Models__Directory).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("Models__Directory") is { Length: > 0 } folder ? folder : ModelStore.DefaultFolder,
    };
}
