namespace Signalbox.Persistence.Providers;

/// <summary>What a committed transaction survives.</summary>
internal enum Durability
{
    /// <summary>A loss of power: state.</summary>
    Full = 0,

    /// <summary>
    /// A crash of the server; a loss of power may take the last ones with it, whole. Log rows carry the offset that they reach, so what is lost
    /// is read again from the raw file.
    /// </summary>
    Normal = 1,
}
