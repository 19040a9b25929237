using ReasoningGrains.Conversations.Conversations;

namespace ReasoningGrains.Conversations.Tests.Conversations;

public class PromptTests
{
    [Fact]
    public void Instructions_stand_before_the_conversations_own_system_messages()
    {
        var messages = Prompt.Messages([Said("system", "You are a cook."), Said("developer", "Answer in French."), Said("user", "Hello")], "Be terse.");
        Assert.Equal([("system", "Be terse.\n\nYou are a cook.\n\nAnswer in French."), ("user", "Hello")], messages.Select(m => (m.Role, m.Content)));
    }

    [Fact]
    public void A_system_message_further_on_stays_where_it_is()
    {
        var messages = Prompt.Messages([Said("user", "Hello"), Said("developer", "Answer in French."), Said("user", "Again")], "Be terse.");
        Assert.Equal([("system", "Be terse."), ("user", "Hello"), ("system", "Answer in French."), ("user", "Again")], messages.Select(m => (m.Role, m.Content)));
    }

    private static Item Said(string role, string text) => new() { Id = text, Kind = ItemKind.Message, Role = role, Text = text };
}
