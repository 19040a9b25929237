using System.CommandLine;
using ReasoningGrains.Training.Commands;

return new RootCommand("Makes the built-in model of ReasoningGrains.") { DialoguesCommand.Create(), TokenizerCommand.Create() }.Parse(args).Invoke();
