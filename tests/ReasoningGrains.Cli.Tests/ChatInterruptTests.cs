using ReasoningGrains.Tests;

namespace ReasoningGrains.Cli.Tests;

public sealed class ChatInterruptTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("reasoninggrains-").FullName;

    [Fact]
    public async Task Ctrl_C_stops_the_answer_the_chat_goes_on_and_so_does_the_conversation()
    {
        string[] chat = ["chat", "--model", SharedFiles.Require("models/smollm2-135m/model.gguf"), "--data", data, "--temperature", "0"];
        string conversation;
        await using (var terminal = Terminal.Run(chat))
        {
            conversation = (await terminal.Until(@"Conversation (conv_\w+)")).Groups[1].Value;
            await terminal.Until("> ");
            await terminal.Type("Write a very long story about a lighthouse and the sea.");
            await terminal.Until(@"\w+ \w+ \w+");
            await terminal.Interrupt();
            await terminal.Until(@"Stopped\. \d+ tokens");
            await terminal.Until("> ");
            await terminal.Type("Remember this: the secret word is banana.");
            await terminal.Until(@"\w[^>]*\d+ tokens");
            await terminal.Until("> ");
            await terminal.Interrupt();
            Assert.Equal(0, (await terminal.Ended()).Code);
        }

        await using var resumed = Terminal.Run([.. chat, "--conversation", conversation]);
        await resumed.Until("user: Write a very long story");
        await resumed.Until(@"assistant: \w+");
        await resumed.Until("user: Remember this");
        await resumed.Until(@"assistant: \w+");
        await resumed.Until("> ");
        await resumed.Type("Thank you.");
        await resumed.Until(@"\d+ tokens");
        await resumed.Until("> ");
        await resumed.Type("");
        Assert.Equal(0, (await resumed.Ended()).Code);
    }

    public void Dispose() => Directory.Delete(data, recursive: true);
}
