using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>Names that people type, as parts of addresses.</summary>
internal static class CliPaths
{
    /// <summary>A run that a person names.</summary>
    public static string Run(string run) => run is "." or ".." or ""
        ? throw new SignalboxFaultException(ExitCodes.NotFound, $"There is no run '{run}': 'signalbox run list' shows the runs.")
        : "runs/" + Uri.EscapeDataString(run);

    /// <summary>A workspace that a person names.</summary>
    public static string Workspace(string workspace) => workspace is "." or ".." or ""
        ? throw new SignalboxFaultException(ExitCodes.NotFound, $"There is no workspace '{workspace}': 'signalbox workspace list' shows those there are.")
        : "workspaces/" + Uri.EscapeDataString(workspace);

    /// <summary>A repository that a person names.</summary>
    public static string Repository(string repository) => repository is ""
        ? throw new SignalboxFaultException(ExitCodes.NotFound, "There is no repository '': 'signalbox repo list' shows those that are known.")
        : "repositories/" + Uri.EscapeDataString(repository);

    /// <summary>A template by name or scope/name, and what follows its name in the address.</summary>
    public static string Template(string template, string rest)
    {
        var slash = template.LastIndexOf('/');
        return $"templates/{Uri.EscapeDataString(template[(slash + 1)..])}{rest}{(slash < 0 ? "" : "?scope=" + Uri.EscapeDataString(template[..slash]))}";
    }

    /// <summary>A name with slashes.</summary>
    public static string Segments(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    /// <summary><c>file:line:column: error code: message</c>, the form that editors and terminals link.</summary>
    public static string Line(DiagnosticModel d) => $"{d.File}:{d.Line}:{d.Column}: {d.Severity} {d.Code}: {CliText.Safe(d.Message)}";

    /// <inheritdoc cref="Line(DiagnosticModel)"/>
    public static string Line(FieldError e) => $"{CliText.Safe(e.Field)}: error {e.Code}: {CliText.Safe(e.Message)}";
}
