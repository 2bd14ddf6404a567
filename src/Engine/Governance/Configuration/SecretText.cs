using System.Text.RegularExpressions;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>
/// How a document says where a secret is: <c>env:NAME</c>, <c>file:/absolute/path</c>, and the same in the form of templates, <c>${env:NAME}</c>,
/// <c>${file:/absolute/path}</c> or <c>${NAME}</c>.
/// </summary>
internal static partial class SecretText
{
    /// <summary>What may stand there, for messages, which never repeat what was found: somebody may have put the value itself there.</summary>
    public const string Allowed = "${env:NAME} for a variable of the server's environment or file:/absolute/path; the value itself does not belong into the configuration";

    /// <summary>The reference; null when the text is none.</summary>
    public static SecretReference? Read(string name, string text) => SecretReference.Parse(name, Plain(text), out _);

    /// <summary>The reference as options write it.</summary>
    public static string Plain(string text)
    {
        if (!text.StartsWith("${", StringComparison.Ordinal) || text[^1] != '}')
        {
            return text;
        }

        var inner = text[2..^1];
        return inner.StartsWith("env:", StringComparison.Ordinal) || inner.StartsWith("file:", StringComparison.Ordinal) ? inner : "env:" + inner;
    }

    /// <summary>Whether a key by its name holds a secret.</summary>
    public static bool IsSecret(string key) => Credential().IsMatch(key) && key is not "max_tokens";

    [GeneratedRegex("key|token|secret|password|credential", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credential();
}
