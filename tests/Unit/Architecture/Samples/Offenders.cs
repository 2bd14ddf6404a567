using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Runs;

// Made-up code that breaks the rules on purpose: the tests of the checkers look for it.
namespace Signalbox.Unit.Architecture.Samples.Offending
{
    internal sealed class HoldsContext(IDbContextFactory<DbContext> factory)
    {
        public DbContext Make() => factory.CreateDbContext();
    }

    internal static class UsesContextInside
    {
        // Only the state machine that the compiler makes of this method names the context.
        public static async Task<object?> FindAsync(object context)
        {
            await Task.Yield();
            return ((DbContext)context).Model;
        }
    }

    [ApiController]
    internal sealed class MarkedForWeb;

    internal static class WritesToStore
    {
        public static bool Is(object candidate) => candidate is IRunStore;
    }

    internal static class AsksQueries
    {
        public static bool Is(object candidate) => candidate is IRunQueries;
    }
}

namespace Signalbox.Unit.Architecture.Samples.InBody.First
{
    internal static class Caller
    {
        public static int Call() => Second.Callee.Value.Length;

        public static void Accept(string word) => _ = word;
    }
}

namespace Signalbox.Unit.Architecture.Samples.InBody.Second
{
    internal static class Callee
    {
        public static string Value => "value";

        // The way back stands in a lambda, inside a type that the compiler makes.
        public static Action<string> Back() => word => First.Caller.Accept(word + word);
    }
}

namespace Signalbox.Unit.Architecture.Samples.InSignature.First
{
    internal interface IFirst
    {
        IReadOnlyList<Second.ISecond[]> Others { get; }
    }
}

namespace Signalbox.Unit.Architecture.Samples.InSignature.Second
{
    internal interface ISecond
    {
        void Take(Third.Constraining other);
    }
}

namespace Signalbox.Unit.Architecture.Samples.InSignature.Third
{
    internal sealed class Constraining
    {
        public static void Constrained<T>()
            where T : First.IFirst
        {
        }
    }
}

namespace Signalbox.Unit.Architecture.Samples.OneWay.Low
{
    internal class Base;
}

namespace Signalbox.Unit.Architecture.Samples.OneWay.Low.Inner
{
    // A folder and its own sub-folder may know each other.
    internal sealed class Derived : Base
    {
        public static Base Make() => new Derived();
    }
}

namespace Signalbox.Unit.Architecture.Samples.OneWay.High
{
    internal sealed class User
    {
        public Low.Base Used { get; } = Low.Inner.Derived.Make();
    }
}
