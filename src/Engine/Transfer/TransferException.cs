namespace Signalbox.Engine.Transfer;

/// <summary>An export, an import, a backup or a restore cannot be done, and nothing was changed. The message is for people: a sentence, or one with a line for each fault.</summary>
public sealed class TransferException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public TransferException()
    {
    }

    /// <summary>Makes one with its sentence.</summary>
    public TransferException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its sentence and what caused it.</summary>
    public TransferException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one of many faults.</summary>
    public TransferException(string message, IReadOnlyList<string> faults)
        : base($"{message}\n{string.Join('\n', faults.Select(f => "  " + f))}") => Faults = faults;

    /// <summary>The faults by themselves; empty when the message says it all.</summary>
    public IReadOnlyList<string> Faults { get; } = [];
}
