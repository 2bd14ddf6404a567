using System.Text.RegularExpressions;

namespace Signalbox.Engine.Secrets;

/// <summary>Where the value of a secret is: <c>env:NAME</c>, a variable of the server's environment, or <c>file:/absolute/path</c>.</summary>
public sealed partial record SecretReference
{
    private SecretReference(string name, bool isFile, string source) => (Name, IsFile, Source) = (name, isFile, source);

    /// <summary>Name of the secret.</summary>
    public string Name { get; }

    /// <summary>True: <see cref="Source"/> is an absolute path. False: a variable of the environment.</summary>
    public bool IsFile { get; }

    /// <summary>Path or variable.</summary>
    public string Source { get; }

    /// <summary>Checks the form of a definition; whether there is a value is seen when it is read.</summary>
    /// <param name="name">Name of the secret: capital letters, digits and underscores, a letter first.</param>
    /// <param name="text">The reference.</param>
    /// <param name="fault">One sentence, which never holds <paramref name="text"/>: somebody may have put the value itself there.</param>
    /// <returns>The reference; null with a fault.</returns>
    public static SecretReference? Parse(string name, string? text, out string? fault)
    {
        fault = null;
        if (!IsName(name))
        {
            fault = $"Secrets:{name}: the name of a secret is made of capital letters, digits and underscores, with a letter first";
            return null;
        }

        if (text is not null && text.StartsWith("env:", StringComparison.Ordinal) && Variable().IsMatch(text["env:".Length..]))
        {
            return new SecretReference(name, isFile: false, text["env:".Length..]);
        }

        if (text is not null && text.StartsWith("file:", StringComparison.Ordinal) && IsAbsolute(text["file:".Length..]))
        {
            return new SecretReference(name, isFile: true, text["file:".Length..]);
        }

        fault = $"Secrets:{name}: found something else, allowed is env:NAME for a variable of the environment or file:/absolute/path (the value itself does not belong into the configuration)";
        return null;
    }

    /// <summary>Whether a secret may have this name.</summary>
    public static bool IsName(string name) => SecretName().IsMatch(name);

    private static bool IsAbsolute(string path) => Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
