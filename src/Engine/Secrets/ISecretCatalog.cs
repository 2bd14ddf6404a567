namespace Signalbox.Engine.Secrets;

/// <summary>
/// The secrets that the server's configuration names (design/security.md). A secret is a reference to where its value is; the value is
/// read at each use and kept nowhere.
/// </summary>
public interface ISecretCatalog
{
    /// <summary>Names that are configured.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Reads the value that a secret has now.</summary>
    /// <returns>The value, or one sentence that says why there is none; an unknown name is such a fault.</returns>
    SecretResult Resolve(string name);

    /// <summary>Every name that is, or was, configured.</summary>
    IReadOnlyCollection<string> NamesToMask => Names;

    /// <summary>
    /// The values that what was given under a name may be: where it is now, and wherever it was before. A process that works was given the value
    /// of its time. Empty: it cannot be told, and nothing that may hold it can be shown.
    /// </summary>
    IReadOnlyList<string> ValuesToMask(string name) => Resolve(name).Value is { } value ? [value] : [];
}
