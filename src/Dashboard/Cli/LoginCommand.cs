using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox login</c>: a fresh one-time link of the running server.</summary>
internal sealed class LoginCommand(CliContext context) : ClientCommand(context, "login", "Prints a fresh one-time sign-in link")
{
    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        if (server.IsTemporary)
        {
            // A link of a server that ends with this command would open nothing.
            throw new SignalboxFaultException(ExitCodes.Unreachable, "no server is running: start one with 'signalbox', it prints a link itself");
        }

        var link = await server.Api.PostUnkeyedAsync<LoginLinkModel>("login-links", null, cancellationToken);
        await Context.Output.WriteLineAsync(IsJson(parse) ? CliText.Json(link, Context.Interactive) : link.Url);
        return ExitCodes.Done;
    }
}
