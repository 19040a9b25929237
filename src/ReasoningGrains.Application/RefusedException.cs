namespace ReasoningGrains.Application;

/// <summary>A request that is refused before it reaches a conversation.</summary>
public sealed class RefusedException : Exception
{
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="field">The field that is wrong, as callers spell it; null when none is.</param>
    /// <param name="message">Names what is wrong and what is allowed.</param>
    public RefusedException(string code, string? field, string message) : base(message) => (Code, Field) = (code, field);

    public RefusedException() : this(ErrorCodes.Invalid, null, "The request is refused.")
    {
    }

    public RefusedException(string message) : this(ErrorCodes.Invalid, null, message)
    {
    }

    public RefusedException(string message, Exception inner) : base(message, inner) => Code = ErrorCodes.Invalid;

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The field that is wrong, as callers spell it.</summary>
    public string? Field { get; }

    /// <summary>When to try again, for <see cref="ErrorCodes.Overloaded"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal static RefusedException OutOfRange(string field, object value, string allowed)
        => new(ErrorCodes.Invalid, field, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field} is {value}; allowed is {allowed}."));
}
