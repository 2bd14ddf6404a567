using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The variables of <c>ports</c>.</summary>
internal static class PortNames
{
    /// <summary>Ports that a workspace may have.</summary>
    public const int Most = 20;

    // What finds programs and what says for whom a program works: a number in their place would break every step.
    private static readonly string[] Taken = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TERM", "TMPDIR"];

    public static IReadOnlyList<ScalarNode> Read(SectionReader section, IReadOnlyList<MappingEntry> env)
    {
        var names = section.Texts("ports", "the name of a variable");
        if (names.Count > Most)
        {
            section.Context.Error(names[Most], DiagnosticCodes.OutOfRange, $"A workspace has at most {Most} ports; this is one more.");
        }

        foreach (var name in names.Where(n => SectionReader.CheckName(n, "the variable of a port", NameRule.Variable, section.Context)))
        {
            if (name.Text.StartsWith("SIGNALBOX_", StringComparison.Ordinal) || Taken.Contains(name.Text, StringComparer.Ordinal))
            {
                section.Context.Error(name, DiagnosticCodes.ReservedName, $"{Wording.Quote(name.Text)} means something else to programs; the port needs another variable, such as PORT.");
            }
            else if (env.Any(e => string.Equals(e.Key.Text, name.Text, StringComparison.Ordinal)))
            {
                section.Context.Error(name, DiagnosticCodes.DuplicateName, $"{Wording.Quote(name.Text)} is in 'ports' and in 'env'.");
            }
        }

        return names;
    }
}
