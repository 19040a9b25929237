using Microsoft.Extensions.Configuration.CommandLine;

namespace ReasoningGrains.Server.Hosting;

/// <summary><c>--profile NAME</c> takes <c>appsettings/NAME.json</c> under what environment and command line say.</summary>
internal static class Profiles
{
    public static void Add(ConfigurationManager configuration)
    {
        if (configuration["profile"] is not { Length: > 0 } name)
        {
            return;
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "appsettings");
        var names = Directory.GetFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order().ToArray();
        if (!names.Contains(name))
        {
            throw new ArgumentException($"profile is '{name}'; allowed are {string.Join(", ", names)}.");
        }

        var sources = ((IConfigurationBuilder)configuration).Sources;
        using var file = new ConfigurationManager();
        file.AddJsonFile(Path.Combine(folder, $"{name}.json"));
        var place = sources.TakeWhile(s => s is not (Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationSource { Prefix: null or "" } or CommandLineConfigurationSource)).Count();
        sources.Insert(place, ((IConfigurationBuilder)file).Sources[^1]);
    }
}
