namespace ReasoningGrains;

/// <summary>What went wrong, for people and programs.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">Names what is wrong and what is allowed.</param>
[GenerateSerializer, Immutable, Alias("reasoninggrains.ConversationError")]
public sealed record ConversationError([property: Id(0)] string Code, [property: Id(1)] string Message);

/// <summary>A request that a conversation refuses.</summary>
[GenerateSerializer, Alias("reasoninggrains.ConversationException")]
public sealed class ConversationException : Exception
{
    public ConversationException(string code, string message) : base(message) => Code = code;

    public ConversationException() : this(ErrorCodes.Failed, "The conversation failed.")
    {
    }

    public ConversationException(string message) : this(ErrorCodes.Failed, message)
    {
    }

    public ConversationException(string message, Exception inner) : base(message, inner) => Code = ErrorCodes.Failed;

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    [Id(0)] public string Code { get; private set; }
}

public static class ErrorCodes
{
    /// <summary>No such conversation, turn or item.</summary>
    public const string NotFound = "not_found";

    /// <summary>Not this caller.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>A turn runs and the request would not wait.</summary>
    public const string Busy = "conversation_busy";

    /// <summary>The engine's queue is full; try again.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The model is not loaded yet; try again.</summary>
    public const string Loading = "model_loading";

    /// <summary>The turn that the request wants to follow is not the last one any more.</summary>
    public const string HeadMoved = "head_moved";

    /// <summary>The same turn id came with another body.</summary>
    public const string IdempotencyConflict = "idempotency_conflict";

    /// <summary>Something in the request is out of range.</summary>
    public const string Invalid = "invalid_value";

    /// <summary>The context does not fit the model's window.</summary>
    public const string ContextTooLong = "context_length_exceeded";

    /// <summary>The model or the machine failed.</summary>
    public const string Failed = "server_error";
}
