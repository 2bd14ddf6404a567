using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Live;

/// <summary>Hands what a person asks on a page to the engine, and says in a toast what came of it.</summary>
public sealed class OrderDesk(IRunService runs, NotificationService toasts)
{
    private const int Milliseconds = 6000;

    /// <summary>Gives an order to a run; true when it was taken.</summary>
    /// <param name="authentication">Who is on the page.</param>
    /// <param name="order">The order, for the person who gives it.</param>
    /// <param name="done">What to say when it was taken, from the run as it is then.</param>
    public async Task<bool> OrderAsync(Task<AuthenticationState>? authentication, Func<IRunService, string, Task<RunResult>> order, Func<Run, string> done)
    {
        if (await ActorAsync(authentication) is not { } actor)
        {
            return false;
        }

        var result = await order(runs, actor);
        if (result.Run is { } run)
        {
            Say(NotificationSeverity.Info, done(run), null);
            return true;
        }

        Refuse(result.Refused ?? result.NotFound);
        return false;
    }

    /// <summary>Starts a run from a checkpoint of another; null when it was refused.</summary>
    public async Task<Run?> ForkAsync(Task<AuthenticationState>? authentication, Checkpoint checkpoint)
    {
        if (await ActorAsync(authentication) is not { } actor)
        {
            return null;
        }

        var result = await runs.ForkAsync(new ForkRequest { Run = checkpoint.RunId, Checkpoint = checkpoint.Id, Actor = actor }, CancellationToken.None);
        if (result.Run is null)
        {
            Refuse(result.Refused ?? result.NotFound ?? result.Broken?[0].Message ?? result.Invalid?[0].Message);
        }

        return result.Run;
    }

    /// <summary>Says something that concerns the page as a whole.</summary>
    public void Say(NotificationSeverity severity, string summary, string? detail) => toasts.Notify(severity, summary, detail ?? "", duration: Milliseconds);

    /// <summary>The name of who is signed in; says so when nobody is any more.</summary>
    public async Task<string?> ActorAsync(Task<AuthenticationState>? authentication)
    {
        var actor = await authentication.ActorAsync();
        if (actor is null)
        {
            toasts.Notify(NotificationSeverity.Error, "Not signed in", "Your sign-in has ended; open this page again to sign in.");
        }

        return actor;
    }

    /// <summary>Says why nothing was changed.</summary>
    public void Refuse(string? why) => Say(NotificationSeverity.Warning, "Nothing was changed", why is null ? null : Sentences.Of(why));
}
