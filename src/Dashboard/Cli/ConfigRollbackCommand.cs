using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox config rollback V</c>: the document of an earlier version counts again.</summary>
internal sealed class ConfigRollbackCommand : ClientCommand
{
    private readonly Argument<string> _version = new("VERSION") { Description = "A version that was applied" };

    public ConfigRollbackCommand(CliContext context)
        : base(context, "rollback", "Applies the document of an earlier version again, under the version after the one in force")
    {
        Arguments.Add(_version);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var applied = await server.Api.PostAsync<ConfigAppliedModel>("config/rollback", new ConfigRollbackBody(parse.GetValue(_version)), cancellationToken);
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
