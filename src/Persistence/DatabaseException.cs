namespace Signalbox.Persistence;

/// <summary>The database cannot be used. The message is one sentence that a person can act on and holds no credentials.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public DatabaseException()
    {
    }

    /// <summary>Makes one with its sentence.</summary>
    public DatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its sentence and what caused it.</summary>
    public DatabaseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
