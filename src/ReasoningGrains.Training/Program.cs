using System.CommandLine;
using ReasoningGrains.Training.Commands;

return await new RootCommand("Makes the built-in model of ReasoningGrains.") { DialoguesCommand.Create(), TokenizerCommand.Create(), TrainCommand.Create(), ExportCommand.Create(), SpeedCommand.Create() }
    .Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
