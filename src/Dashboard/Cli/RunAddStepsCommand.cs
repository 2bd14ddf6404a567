using System.CommandLine;
using System.Text;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run add-steps RUN FILE</c>.</summary>
internal sealed class RunAddStepsCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };
    private readonly Argument<string> _file = new("FILE") { Description = "YAML or JSON with 'steps', written as in a workflow" };

    public RunAddStepsCommand(CliContext context)
        : base(context, "add-steps", "Adds steps to a run that has not ended; they may need steps that it has")
    {
        Arguments.Add(_run);
        Arguments.Add(_file);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var steps = await ReadAsync(parse.GetValue(_file)!, cancellationToken);
        var run = await new WorkClient(server.Api, "").AddStepsAsync(parse.GetValue(_run)!, steps, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(run);
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Standing(run));
        }

        return ExitCodes.Done;
    }

    private async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(Path.GetFullPath(file, Context.WorkingDirectory));
            return info is { Exists: true, Length: > WorkflowParser.MaxBytes }
                ? throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} has {info.Length} bytes: steps have at most 1 MiB")
                : await File.ReadAllTextAsync(info.FullName, Encoding.UTF8, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} cannot be read ({e.Message.TrimEnd('.')})");
        }
    }
}
