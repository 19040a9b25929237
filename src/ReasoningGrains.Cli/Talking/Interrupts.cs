using System.Runtime.InteropServices;

namespace ReasoningGrains.Cli.Talking;

/// <summary>What signals mean: the first Ctrl-C during an answer ends the answer; any other, and SIGTERM, end the command.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Lock gate = new();
    private CancellationTokenSource? answer;

    public Interrupts() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, EndAnswerOrAll)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, ending.Cancel)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Handle(signal, ending.Cancel)),
    ];

    /// <summary>Cancelled when the command is to end.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>An answer begins: the token is cancelled when it alone is to end.</summary>
    public CancellationToken BeginAnswer()
    {
        lock (gate)
        {
            answer = new CancellationTokenSource();
            return answer.Token;
        }
    }

    public void EndAnswer()
    {
        lock (gate)
        {
            answer?.Dispose();
            answer = null;
        }
    }

    public void Dispose()
    {
        Array.ForEach(registrations, r => r.Dispose());
        EndAnswer();
        ending.Dispose();
    }

    private static void Handle(PosixSignalContext signal, Action action)
    {
        signal.Cancel = true;
        action();
    }

    private void EndAnswerOrAll()
    {
        lock (gate)
        {
            (answer is { IsCancellationRequested: false } ? answer : ending).Cancel();
        }
    }
}
