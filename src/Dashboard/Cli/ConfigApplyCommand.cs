using System.CommandLine;
using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox config apply FILE</c>: a document becomes the configuration in force.</summary>
internal sealed class ConfigApplyCommand : ClientCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A configuration whose version is greater than the one in force" };

    public ConfigApplyCommand(CliContext context)
        : base(context, "apply", "Applies a configuration; one with an error changes nothing")
    {
        Arguments.Add(_file);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var file = parse.GetValue(_file)!;
        var (bytes, _, fault) = await CliFiles.ReadAsync(Context, file, ConfigurationReader.MaxBytes, cancellationToken);

        // Bytes that are no text, or too many, cannot travel as JSON: they are refused here, with their place.
        var unreadable = fault is not null ? CliFiles.Unreadable(file, fault)
            : ConfigurationReader.Read(bytes, file).Diagnostics.FirstOrDefault(d => bytes.Length > ConfigurationReader.MaxBytes || d.Code is DiagnosticCodes.Encoding);
        if (unreadable is not null)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, CliPaths.Line(Shapes.Of(unreadable)));
        }

        var applied = await server.Api.PutAsync<ConfigAppliedModel>("config", new ConfigBody(Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF'), file), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(applied);
        }
        else
        {
            await ConfigOutput.WriteAsync(Context, applied);
        }

        return ExitCodes.Done;
    }
}
