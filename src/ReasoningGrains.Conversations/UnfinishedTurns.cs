using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasoningGrains.Conversations.Journals;
using ReasoningGrains.Inference.Engine;

namespace ReasoningGrains.Conversations;

/// <summary>Takes up the turns that a former process left, beside the start: a server that waits for that does not listen, and is taken for dead.</summary>
internal sealed partial class UnfinishedTurns(IServiceProvider services, IGrainFactory grains, IJournal journal, ILogger<UnfinishedTurns> log)
{
    /// <summary>Returns at once.</summary>
    public Task Begin()
    {
        _ = Task.Run(Resume);
        return Task.CompletedTask;
    }

    private async Task Resume()
    {
        try
        {
            var unfinished = await journal.Unfinished();
            if (unfinished.Count > 0)
            {
                // Loading may take longer than a call to a grain.
                services.GetRequiredService<IEngine>();
            }

            foreach (var conversation in unfinished)
            {
                await Resume(conversation);
            }
        }
        catch (Exception e)
        {
            NoneResumed(e);
        }
    }

    private async Task Resume(string conversation)
    {
        try
        {
            // Activation goes on with the turn.
            await grains.GetGrain<IConversationGrain>(conversation).Describe();
        }
        catch (Exception e)
        {
            NotResumed(conversation, e);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Conversation {Conversation}: its unfinished turn could not be taken up; the others are")]
    private partial void NotResumed(string conversation, Exception reason);

    [LoggerMessage(2, LogLevel.Error, "The unfinished turns could not be taken up; each goes on when its conversation is asked for")]
    private partial void NoneResumed(Exception reason);
}
