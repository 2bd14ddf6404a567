using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox config show [VERSION]</c>: the document in force, or an earlier one.</summary>
internal sealed class ConfigShowCommand : ClientCommand
{
    private readonly Argument<string?> _version = new("VERSION") { Description = "A version that was applied; default: the one in force", Arity = ArgumentArity.ZeroOrOne };

    public ConfigShowCommand(CliContext context)
        : base(context, "show", "Prints the configuration in force, or an earlier one")
    {
        Arguments.Add(_version);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        if (parse.GetValue(_version) is { } version)
        {
            var found = await server.Api.GetAsync<ConfigVersionModel>("config/versions/" + Uri.EscapeDataString(version), cancellationToken);
            return await WriteAsync(parse, found, found.Text);
        }

        var current = await server.Api.GetAsync<ConfigModel>("config", cancellationToken);
        if (!IsJson(parse) && current.RestartNeeded.Count > 0)
        {
            await Context.Error.WriteLineAsync(CliText.Safe($"After a restart of the server: {string.Join(", ", current.RestartNeeded)}"));
        }

        return await WriteAsync(parse, current, current.Version.Text);
    }

    private async Task<int> WriteAsync<T>(ParseResult parse, T value, string? text)
    {
        if (IsJson(parse))
        {
            await WriteJsonAsync(value);
        }
        else
        {
            await Context.Output.WriteAsync(text);
        }

        return ExitCodes.Done;
    }
}
