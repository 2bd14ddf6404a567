using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>What names look like, and how that is said.</summary>
internal static partial class Patterns
{
    public const string SlugAllowed = "a lower-case letter, then lower-case letters, digits, '_' and '-', at most 100";
    public const string KeyAllowed = "an upper-case letter, then upper-case letters and digits, at most 10";
    public const string NameAllowed = "a letter or '_', then letters, digits, '_' and '-', at most 100";
    public const string VariableAllowed = "a letter or '_', then letters, digits and '_'";

    public const string FeatureAllowed = "a letter or digit, then letters, digits, '.', '_' and '-', at most 100";
    public const string ToolAllowed = "the name of a tool, with what it may do in parentheses where the agent knows that, such as Read, 'Bash(git log:*)' or mcp__github, at most 300 characters";
    public const string SecretAllowed = "an upper-case letter, then upper-case letters, digits and '_', at most 100";
    public const string ChildOutputAllowed = "'step.output': the id of a step of the other workflow, a dot, and the name of its output";

    /// <summary>Names of configured secrets.</summary>
    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Secret();

    /// <summary>Ids of features (spec 4, 2.1: ^[a-z0-9-]+$; other teams write capitals and dots).</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Feature();

    /// <summary>A tool of an agent: never an option of its program, and one by itself.</summary>
    [GeneratedRegex(@"^(?=.{1,300}\z)[A-Za-z][A-Za-z0-9_.*-]*(?:\([^\p{C}]+\))?\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Tool();

    /// <summary>An output of a child run.</summary>
    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,99}\.[A-Za-z_][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex ChildOutput();

    /// <summary>Workflow names, step and agent ids.</summary>
    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Slug();

    /// <summary>Prefix of run keys.</summary>
    [GeneratedRegex(@"^[A-Z][A-Z0-9]{0,9}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Key();

    /// <summary>Inputs and outputs.</summary>
    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Name();

    /// <summary>Environment variables.</summary>
    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,199}\z", RegexOptions.CultureInvariant, 1000)]
    public static partial Regex Variable();
}
