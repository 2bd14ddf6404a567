namespace Signalbox.Engine.Files;

/// <summary>What an <see cref="UntrustedFile"/> may be reached through.</summary>
public enum UntrustedLinks
{
    /// <summary>The name is that of the file itself, at every place of the path.</summary>
    Refused = 0,

    /// <summary>Symbolic links that stay inside the folder are followed.</summary>
    Inside = 1,
}
