using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow export W</c>: a version exactly as it was written.</summary>
internal sealed class WorkflowExportCommand : ClientCommand
{
    private readonly Argument<string> _workflow = new("WORKFLOW") { Description = "Name, or repository/name" };
    private readonly Option<int?> _version = new("--version") { Description = "Number of the version; default: the newest", HelpName = "N" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "File to write; default: standard output", HelpName = "FILE" };

    public WorkflowExportCommand(CliContext context)
        : base(context, "export", "Prints a version of a workflow exactly as it was written")
    {
        Arguments.Add(_workflow);
        Options.Add(_version);
        Options.Add(_output);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var name = parse.GetValue(_workflow)!;
        var number = parse.GetValue(_version) ?? (await server.Api.GetAsync<WorkflowModel>("workflows/" + CliPaths.Segments(name), cancellationToken)).Version
            ?? throw new SignalboxFaultException(ExitCodes.NotFound, $"'{name}' has never been valid: 'signalbox workflow show {name}' prints its file and faults");
        var version = await server.Api.GetAsync<WorkflowVersionModel>($"workflow-versions/{number.ToString(CultureInfo.InvariantCulture)}?workflow={Uri.EscapeDataString(name)}", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(version);
        }
        else if (parse.GetValue(_output) is { } file)
        {
            await WriteAsync(file, version.Yaml!, cancellationToken);
        }
        else
        {
            await Context.Output.WriteAsync(version.Yaml);
        }

        return ExitCodes.Done;
    }

    private async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(Path.GetFullPath(file, Context.WorkingDirectory), text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} cannot be written ({e.Message.TrimEnd('.')})");
        }
    }
}
