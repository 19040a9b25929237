namespace ReasoningGrains.Inference.Engine;

/// <summary>The engine's waiting queue is full; try again later.</summary>
public sealed class EngineOverloadedException(int waiting, int limit)
    : Exception($"The engine's queue is full: {waiting} requests wait, {limit} are allowed (Engine:QueueLength).");

/// <summary>A step of the engine failed; the generations in that step end with this.</summary>
public sealed class EngineFaultException(string message, Exception? inner = null) : Exception(message, inner);
