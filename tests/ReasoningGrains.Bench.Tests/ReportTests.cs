namespace ReasoningGrains.Bench.Tests;

public sealed class ReportTests
{
    [Theory]
    [InlineData("memory --model model.gguf --cases shared/eval/memory.json", "memory", "--model", "/somewhere/model.gguf", "--cases", "shared/eval/memory.json")]
    [InlineData("memory --cases=memory.json --save=results", "memory", "--cases=/somewhere/memory.json", "--save=/elsewhere/results/")]
    [InlineData("first-answer --ask 'What is 7/2?'", "first-answer", "--ask", "What is 7/2?")]
    public void The_command_can_be_typed_again_and_names_no_folder_of_the_machine(string expected, params string[] arguments)
        => Assert.Equal($"reasoning bench {expected}", Report.CommandOf(arguments));
}
